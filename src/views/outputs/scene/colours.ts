/**
 * Colours of classes and instances over a picture, in Okabe–Ito order, which colour-blind people can tell apart. A
 * picture has no theme, so these have none either; they always lie on a dark casing.
 */
const hues = ['#56b4e9', '#f0a63a', '#e79ac9', '#f27d4b', '#f0e442', '#b9b4ff', '#3fd1a4'] as const

export const casing = 'rgb(10 14 16 / 78%)'
/** Of uncertain things. */
export const faint = '#b9bfc2'

/** The colour of the class or instance with this place in a list; colours repeat after seven. */
export function hueOf(place: number): string {
  return hues[place % hues.length] ?? hues[0]
}
