/** The results in the order of the items; never more than `most` at work. */
export async function severalAtOnce<T, R>(items: readonly T[], most: number, work: (item: T) => Promise<R>): Promise<readonly R[]> {
  const results = new Map<number, R>()
  const waiting = items.entries()
  const worker = async (): Promise<void> => {
    for (const [at, item] of waiting) results.set(at, await work(item))
  }
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker))
  return items.flatMap((_, at) => {
    const result = results.get(at)
    return result === undefined ? [] : [result]
  })
}
