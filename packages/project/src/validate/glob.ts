/** Braces of one pattern unfold into at most this many. */
const alternativesLimit = 64

/** Whether a text is a pattern at all. */
export function isGlob(text: string): boolean {
  return /[*?{[]/u.test(text)
}

/** The folder that all matches are below, and what is matched from there. */
export function splitGlob(pattern: string): { readonly base: string; readonly rest: string } {
  const segments = pattern.split('/')
  const first = segments.findIndex(isGlob)
  return { base: segments.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'), rest: segments.slice(first).join('/') }
}

/**
 * A matcher of relative paths: `*` and `?` inside a name, `**` for any folders, `[a-z]` and `[!a]`, `{a,b}`. It never backtracks
 * over more than one star, so no pattern is slow. Undefined where braces unfold into too many.
 */
export function globMatcher(pattern: string): ((path: string) => boolean) | undefined {
  const unfolded = unfold(pattern)
  if (unfolded === undefined) return undefined
  const patterns = unfolded.map((one) => one.split('/').map((segment) => (segment === '**' ? '**' : tokens(segment))))
  return (path) => {
    const names = path.split('/')
    return patterns.some((parts) => matches(parts, names, (part) => part === '**', matchesName))
  }
}

type Token = '*' | ((character: string) => boolean)
type Part = '**' | readonly Token[]

function matchesName(part: Part, name: string): boolean {
  return part !== '**' && matches(part, [...name], (token) => token === '*', (token, character) => token !== '*' && token(character))
}

/** The usual walk with one way back, to the last star: what a star before it took need never change. */
function matches<P, T>(pattern: readonly P[], text: readonly T[], isStar: (part: P) => boolean, fits: (part: P, item: T) => boolean): boolean {
  let at = 0
  let back: { readonly pattern: number; readonly text: number } | undefined
  for (let item = 0; item < text.length; ) {
    const part = pattern[at]
    const value = text[item]
    if (part !== undefined && isStar(part)) {
      back = { pattern: at, text: item }
      at += 1
    } else if (part !== undefined && value !== undefined && fits(part, value)) {
      at += 1
      item += 1
    } else if (back) {
      back = { pattern: back.pattern, text: back.text + 1 }
      at = back.pattern + 1
      item = back.text
    } else {
      return false
    }
  }
  return pattern.slice(at).every(isStar)
}

function tokens(segment: string): readonly Token[] {
  const found: Token[] = []
  for (let rest = segment; rest !== ''; ) {
    const [all = '', negated = '', members = ''] = /^\[([!^]?)([^\]]+)\]/u.exec(rest) ?? []
    const [first = ''] = rest
    if (all !== '') found.push(memberOf(members, negated !== ''))
    else if (first === '*') found.push('*')
    else found.push(first === '?' ? () => true : (character) => character === first)
    rest = rest.slice(all.length || first.length)
  }
  return found
}

function memberOf(members: string, negated: boolean): (character: string) => boolean {
  const ranges = [...members.matchAll(/(.)-(.)|(.)/gsu)].map(([, from, to, single = '']) => [from ?? single, to ?? single] as const)
  return (character) => ranges.some(([from, to]) => from <= character && character <= to) !== negated
}

function unfold(pattern: string): readonly string[] | undefined {
  const done: string[] = []
  const waiting = [pattern]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [all, choices] = /\{([^{}]*)\}/u.exec(next) ?? []
    if (all === undefined || choices === undefined) done.push(next)
    else for (const choice of choices.split(',')) waiting.push(next.replace(all, () => choice))
    if (done.length + waiting.length > alternativesLimit) return undefined
  }
  return done
}
