import { didYouMean, optimiserPasses, suggestionTail, type OptimiserPass, type ProjectConfig } from '@vodflow/core'
import type { PlanOptions } from '@vodflow/engine'

/** What a config asks of plans. */
export function planOptions({ encoder, optimiser }: ProjectConfig): PlanOptions {
  return { speed: encoder.speed, ...(optimiser.without.length > 0 && { without: inOrder(optimiser.without) }) }
}

/** With the passes that `--without` names, or what is wrong with it. */
export function withoutPasses(options: PlanOptions, given: string | undefined): PlanOptions | string {
  if (given === undefined) return options
  const names = given === 'all' ? [...optimiserPasses] : given.split(',').map((name) => name.trim())
  const unknown = names.find((name) => !isPass(name))
  if (unknown !== undefined) return `--without names '${unknown}', which is no pass of the optimiser${suggestionTail(didYouMean(unknown.slice(0, 64), optimiserPasses)) || `; they are ${optimiserPasses.join(', ')}, or 'all'`}`
  return { ...options, without: inOrder([...(options.without ?? []), ...names.filter(isPass)]) }
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
