import { completeFacts, type SaidFacts } from './assume/complete-facts.ts'
import { allPlaces, keyOfPlace, knownKeys, placeOfKey, streamLimit, type FactPlace } from './assume/fact-keys.ts'
import type { FactValue } from './assume/fact-value.ts'
import { defineDiagnostics, fail, hasErrors, ok, type Diagnostic, type Result } from './diagnostic.ts'
import { didYouMean, suggestionTail } from './did-you-mean.ts'
import type { SourceFacts } from './facts.ts'

export const assumeDiagnostics = defineDiagnostics('check', {
  'unknown-fact': {
    severity: 'error',
    message: (p: { key: string; suggestions: readonly string[] }) =>
      `'${p.key}' is not a fact of a source${suggestionTail(p.suggestions) || '; facts are duration, width, height, fps, bitrate, container, rotation, video.codec, audio.samplingRate and others'}`,
  },
  'bad-fact': {
    severity: 'error',
    message: (p: { key: string; found: string; allowed: string }) => `'${p.key}' is '${p.found}'; it must be ${p.allowed}`,
  },
})

export interface Assumed {
  readonly facts: SourceFacts
  /** What was not said, as `key=value`: saying it as well changes nothing. */
  readonly filled: readonly string[]
}

const textLimit = 16_384

/**
 * The source that `--assume key=value,…` describes: friendly keys for the chosen streams (`width`, `audio.codec`, `audio=none`)
 * or the path of any fact (`videoStreams.0.colour.transfer`). What is not said is that of a 1920×1080 25 fps H.264 film with
 * stereo AAC at 48 kHz in MP4, 60 s long. Of two values for one fact the later wins.
 * Errors: check/unknown-fact, check/bad-fact; they have no place, since the text is an option of the command line.
 */
export function assumeFacts(text: string): Result<Assumed> {
  if (text.length > textLimit) {
    const params = { key: '--assume', found: `${text.slice(0, 20)}…`, allowed: `at most ${textLimit} characters long` }
    return fail(assumeDiagnostics.create('bad-fact', undefined, params))
  }
  const said = new Said()
  const diagnostics = text.split(',').map((pair) => pair.trim()).filter((pair) => pair !== '').flatMap((pair) => said.take(pair) ?? [])
  const missing = said.contradiction()
  if (missing) diagnostics.push(missing)
  if (hasErrors(diagnostics)) return { ok: false, diagnostics: diagnostics.slice(0, 20) }
  const facts = completeFacts(said.streams())
  return ok({ facts, filled: said.filled(facts) })
}

type List = 'videoStreams' | 'audioStreams'

class Said {
  private readonly values = new Map<string, { readonly place: FactPlace; readonly value: FactValue }>()
  private readonly none = new Set<List>()

  take(pair: string): Diagnostic | undefined {
    const at = pair.indexOf('=')
    const key = (at < 0 ? pair : pair.slice(0, at)).trim()
    const written = at < 0 ? '' : pair.slice(at + 1).trim()
    if (key === 'video' || key === 'audio') return this.takeNone(key, written)
    const place = placeOfKey(key)
    if (place === undefined) {
      const suggestions = didYouMean(key.slice(0, 64), knownKeys())
      return assumeDiagnostics.create('unknown-fact', undefined, { key: shortened(key), suggestions })
    }
    const value = place.type.read(written)
    if (value === undefined) return badFact(key, written, place.type.allowed)
    this.values.set(keyOfPlace(place), { place, value })
    return undefined
  }

  private takeNone(key: 'video' | 'audio', written: string): Diagnostic | undefined {
    if (written !== 'none') return badFact(key, written, `none, or told by ${key}.codec and the like`)
    this.none.add(`${key}Streams`)
    return undefined
  }

  /** A stream that is said to be missing, and is described. */
  contradiction(): Diagnostic | undefined {
    for (const { place } of this.values.values()) {
      if (place.list === undefined || !this.none.has(place.list)) continue
      const key = place.list === 'videoStreams' ? 'video' : 'audio'
      return badFact(key, 'none', `left out where '${keyOfPlace(place)}' is given`)
    }
    return undefined
  }

  streams(): SaidFacts {
    const group = (list: List | undefined, stream: number) =>
      new Map(
        [...this.values.values()]
          .filter(({ place }) => place.list === list && (list === undefined || place.stream === stream))
          .map(({ place, value }) => [place.field, value]),
      )
    const all = (list: List) => Array.from({ length: this.count(list) }, (_, stream) => group(list, stream))
    return { source: group(undefined, 0), videoStreams: all('videoStreams'), audioStreams: all('audioStreams') }
  }

  private count(list: List): number {
    if (this.none.has(list)) return 0
    const last = [...this.values.values()].filter(({ place }) => place.list === list).map(({ place }) => place.stream)
    return Math.min(streamLimit, Math.max(0, ...last) + 1)
  }

  /** Empty texts are left out: they are what nothing says. */
  filled(facts: SourceFacts): readonly string[] {
    return allPlaces(facts.videoStreams.length, facts.audioStreams.length).flatMap((place) => {
      const key = keyOfPlace(place)
      const value = valueAt(facts, place)
      return this.values.has(key) || value === undefined || value === '' ? [] : [`${key}=${place.type.print(value)}`]
    })
  }
}

function valueAt(facts: SourceFacts, { list, stream, field }: FactPlace): FactValue | undefined {
  let value: unknown = list === undefined ? facts : facts[list][stream]
  for (const name of field.split('.')) {
    // Every place was made from the names of these very members.
    value = (value as { readonly [member: string]: unknown } | undefined)?.[name]
  }
  return value as FactValue | undefined
}

function badFact(key: string, found: string, allowed: string): Diagnostic {
  return assumeDiagnostics.create('bad-fact', undefined, { key: shortened(key), found: shortened(found), allowed })
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text
}
