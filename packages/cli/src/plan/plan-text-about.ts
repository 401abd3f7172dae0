import { clockText, sizeText } from '../reporters/units.ts'

/** `about 2.1 MB and 6.2 CPU s`: no more digits than the model is worth. */
export function aboutText({ bytes, cpuSeconds }: { readonly bytes?: number; readonly cpuSeconds?: number }): string {
  const parts = [...(bytes === undefined ? [] : [sizeText(bytes)]), ...(cpuSeconds === undefined ? [] : [cpuText(cpuSeconds)])]
  return `about ${parts.join(' and ')}`
}

/** `0.07 CPU s`, `6.2 CPU s`, `124 CPU s`, `1:02:10 of CPU`. */
export function cpuText(seconds: number): string {
  if (seconds >= 600) return `${clockText(seconds)} of CPU`
  return `${seconds >= 99.5 ? Math.round(seconds) : seconds >= 0.995 ? seconds.toFixed(1) : seconds.toFixed(2)} CPU s`
}
