import { resolve } from 'node:path'
import { applyFixes } from '@vodflow/core'
import { replaceText } from './replace-text.ts'
import { validate, type ValidateRequest, type Validation } from './validate.ts'

export interface FixRequest extends ValidateRequest {
  /** False: nothing is written, and `changed` is what would be. */
  readonly write: boolean
}

export interface Changed {
  /** As messages name it. */
  readonly path: string
  readonly before: string
  readonly after: string
}

export interface Fixed {
  /** What is left. */
  readonly validation: Validation
  readonly changed: readonly Changed[]
  /** Sentences about files that could not be written. */
  readonly problems: readonly string[]
  /** The text that came without a file, mended. */
  readonly given?: string
}

/** One fix may lead to another; two that undo each other must not go on for ever. */
const mostPasses = 10

/** Makes every certain fix, until none is left. */
export async function fix(request: FixRequest): Promise<Fixed> {
  const fixer = new Fixer(request)
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const validation = await validate(fixer.request)
    if (!validation.ok || !(await fixer.mend(validation))) return fixer.outcome(validation)
  }
  return fixer.outcome(await validate(fixer.request))
}

class Fixer {
  request: FixRequest
  readonly #changed = new Map<string, Changed>()
  readonly #refused = new Map<string, string>()
  readonly #unsaved = new Map<string, string>()

  constructor(request: FixRequest) {
    this.request = { ...request, texts: this.#unsaved }
  }

  /** Whether anything was mended. */
  async mend({ texts, diagnostics, root }: Extract<Validation, { readonly ok: true }>): Promise<boolean> {
    let any = false
    for (const { path, text } of texts.values()) {
      const mended = applyFixes(path, text, diagnostics)
      if (mended.text === text || this.#refused.has(path)) continue
      any = (await this.#store(path, text, mended.text, root)) || any
    }
    return any
  }

  outcome(validation: Validation): Fixed {
    const { given } = this.request
    return {
      validation,
      changed: [...this.#changed.values()].toSorted((a, b) => (a.path < b.path ? -1 : 1)),
      problems: [...this.#refused.values()],
      ...(given && { given: given.text }),
    }
  }

  async #store(path: string, before: string, after: string, root: string): Promise<boolean> {
    const { given, from, write } = this.request
    if (given && path === (given.name ?? '<stdin>')) this.request = { ...this.request, given: { ...given, text: after } }
    else if (!write) this.#unsaved.set(path, after)
    else {
      const problem = await replaceText({ path: resolve(from, path), shown: path, root, before, after })
      if (problem !== undefined) this.#refused.set(path, problem)
      if (problem !== undefined) return false
    }
    const first = this.#changed.get(path)
    this.#changed.set(path, { path, before: first?.before ?? before, after })
    return true
  }
}
