/** Room for the frames before the first one that is shown, which an edit list hides. */
const firstStamp = 1_000_000

/** The time stamp, in thousandths of a second, that a packet of this frame has on its way through the decoder: its place in the film. */
export function stampOfFrame(index: number): number {
  return firstStamp + index
}
