import type { StepProgress } from '@vodflow/engine'
import type { FfmpegCommand } from '../work.ts'

/** Turns what `-progress` prints into one fraction over all commands of a step, weighted by their media; it never falls. */
export class ProgressReader {
  readonly #total: number
  readonly #onProgress: (progress: StepProgress) => void
  #before = 0
  #current = 0
  #reported = 0
  #speed: number | undefined

  constructor(commands: readonly FfmpegCommand[], onProgress: (progress: StepProgress) => void) {
    this.#total = commands.reduce((sum, command) => sum + secondsOf(command), 0)
    this.#onProgress = onProgress
  }

  begin(command: FfmpegCommand): void {
    this.#current = secondsOf(command)
  }

  /** One `key=value` line. `out_time_ms` holds microseconds too, under its old name (performance.md §E). */
  readonly line = (line: string): void => {
    const at = line.indexOf('=')
    const key = line.slice(0, at)
    const value = line.slice(at + 1).trim()
    if (key === 'speed') this.#speed = positive(Number.parseFloat(value))
    if (key === 'out_time_us' || key === 'out_time_ms') this.#report(this.#before + clamp(Number(value) / 1e6, this.#current))
  }

  end(): void {
    this.#before += this.#current
    this.#current = 0
    this.#report(this.#before)
  }

  #report(seconds: number): void {
    const fraction = this.#total > 0 ? clamp(seconds / this.#total, 1) : 0
    if (fraction <= this.#reported) return
    this.#reported = fraction
    this.#onProgress({ fraction, ...(this.#speed !== undefined && { speed: this.#speed }) })
  }
}

function secondsOf(command: FfmpegCommand): number {
  return Number.isFinite(command.mediaSeconds) ? Math.max(0, command.mediaSeconds) : 0
}

function clamp(value: number, most: number): number {
  return Number.isFinite(value) ? Math.min(Math.max(0, value), most) : 0
}

function positive(value: number): number | undefined {
  return Number.isFinite(value) && value > 0 ? value : undefined
}
