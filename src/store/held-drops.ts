/** Drops that are in use beside the model and the inputs of the page, such as the samples of lessons. */
export const heldDrops = new Set<string>()
