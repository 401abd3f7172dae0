/** What happened and is not dealt with yet, in order. */
export class Inbox<T> {
  #items: T[] = []
  #wake: (() => void) | undefined

  post(item: T): void {
    this.#items.push(item)
    this.#wake?.()
  }

  /** All that there is, once there is anything. */
  async take(): Promise<readonly T[]> {
    if (this.#items.length === 0) await new Promise<void>((resolve) => (this.#wake = resolve))
    const taken = this.#items
    this.#items = []
    return taken
  }
}
