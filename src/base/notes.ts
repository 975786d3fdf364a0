const names = ['C', 'C♯', 'D', 'D♯', 'E', 'F', 'F♯', 'G', 'G♯', 'A', 'A♯', 'B']

/** The name of a MIDI note: 69 is `A4`. */
export function noteName(midi: number): string {
  const whole = Math.round(midi)
  return `${names[((whole % 12) + 12) % 12]}${Math.floor(whole / 12) - 1}`
}

/** The MIDI note of a frequency in Hz, with its fraction: 440 Hz is 69. */
export function midiOf(hertz: number): number {
  return 69 + 12 * Math.log2(hertz / 440)
}
