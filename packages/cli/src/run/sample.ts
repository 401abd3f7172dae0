import { printable } from '../reporters/text-width.ts'

export interface SampleGiven {
  readonly input: readonly string[]
  readonly sample?: string
  readonly clip?: string
  readonly concat?: true
  readonly recordings?: string
}

/** What is wrong with `--sample`, as one sentence. */
export function problemOfSample({ input, sample, clip, concat, recordings }: SampleGiven): string | undefined {
  if (sample === undefined) return undefined
  if (clip !== undefined) return '--sample and --clip exclude each other; both say which part of the source is meant'
  if (concat || recordings !== undefined) return '--sample is of a single film; clip the parts of a join themselves'
  if (input.some((one) => one.includes('#'))) return "--sample is of a whole source; leave out what stands behind the '#' of -i"
  if (!/^\d{1,6}(\.\d{1,3})?$/.test(sample) || Number(sample) === 0) return `--sample is '${printable(sample)}'; it must be seconds, such as 5 or 0.5`
  return undefined
}

/** A sample is the clip at the start; percentages are of it, since to a run the clip is the source. */
export function sampled<Options extends SampleGiven>(options: Options): Options {
  const { sample, input } = options
  if (sample === undefined) return options
  return input.length > 1 ? { ...options, input: input.map((one) => `${one}#0,${sample}`) } : { ...options, clip: `0,${sample}` }
}
