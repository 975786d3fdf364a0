const paths = {
  system: 'M8 2.2a5.8 5.8 0 1 0 0 11.6 5.8 5.8 0 0 0 0-11.6Z M8 4.5v7 M6 5v6 M4.6 6.6v2.8',
  light:
    'M8 5a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z M8 1v1.6 M8 13.4V15 M1 8h1.6 M13.4 8H15 M3 3l1.2 1.2 M11.8 11.8 13 13 M3 13l1.2-1.2 M11.8 4.2 13 3',
  dark: 'M13.2 9.6A5.8 5.8 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8Z',
  close: 'M4 4l8 8 M12 4l-8 8',
} as const

export interface IconProps {
  readonly name: keyof typeof paths
}

/** Decorative; the surrounding control carries the name. */
export function Icon({ name }: IconProps) {
  return (
    <svg width={16} height={16} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth={1.4}
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
