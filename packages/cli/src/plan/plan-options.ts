import { didYouMean, optimiserPasses, suggestionTail, type OptimiserPass, type ProjectConfig } from '@vodflow/core'
import type { PlanOptions } from '@vodflow/engine'

/** What a config asks of plans. */
export function planOptions({ encoder, optimiser }: ProjectConfig): PlanOptions {
  return { speed: encoder.speed, ...(optimiser.without.length > 0 && { without: inOrder(optimiser.without) }), ...(optimiser.memory !== undefined && { memoryMiB: optimiser.memory }) }
}

/** With the passes that `--without` names, or what is wrong with it. */
export function withoutPasses(options: PlanOptions, given: string | undefined): PlanOptions | string {
  if (given === undefined) return options
  const names = given === 'all' ? [...optimiserPasses] : given.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isPass(name))
  if (unknown !== undefined) return `--without names '${unknown}', which is no pass of the optimiser${suggestionTail(didYouMean(unknown.slice(0, 64), optimiserPasses)) || `; they are ${optimiserPasses.join(', ')}, or 'all' alone`}`
  return { ...options, without: inOrder([...(options.without ?? []), ...names.filter(isPass)]) }
}

const memoryUnits: Readonly<Record<string, number>> = { M: 1, G: 1024 }

/** With what `--memory` says, or what is wrong with it. */
export function withMemory(options: PlanOptions | string, given: string | undefined): PlanOptions | string {
  if (given === undefined || typeof options === 'string') return options
  const [, digits = '', unit = ''] = /^(\d{1,6}(?:\.\d{1,3})?)([MG])$/.exec(given) ?? []
  const memoryMiB = Math.round(Number(digits) * (memoryUnits[unit] ?? 0))
  if (memoryMiB < 256 || memoryMiB > 1_048_576) return `--memory is '${given.slice(0, 64)}'; it must be from 256M to 1024G, such as 900M or 2G`
  return { ...options, memoryMiB }
}

/** With what `--image-accuracy` says, whose words the declaration has looked at. */
export function withAccuracy(options: PlanOptions, given: 'key' | 'exact' | undefined): PlanOptions {
  return given === undefined ? options : { ...options, imageAccuracy: given }
}

function isPass(name: string): name is OptimiserPass {
  return optimiserPasses.some((pass) => pass === name)
}

/** Each once, so that equal requests are equal however they are written. */
function inOrder(passes: readonly OptimiserPass[]): readonly OptimiserPass[] {
  return optimiserPasses.filter((pass) => passes.includes(pass))
}
