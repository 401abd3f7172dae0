import type { Table } from '../table.ts'
import { address } from './address.ts'
import { assume } from './assume.ts'
import { call } from './call.ts'
import { check } from './check.ts'
import { clip } from './clip.ts'
import { config, lookUp } from './project.ts'
import { document } from './document.ts'
import { build, ffmpeg, source, tools } from './ffmpeg.ts'
import { convert } from './forms.ts'
import { jsonCall, json, reference } from './json.ts'
import { masterKey } from './kms.ts'
import { lua } from './lua.ts'
import { flow, ignores, times } from './meaning.ts'
import { moved } from './moved.ts'
import { pull, pullRoom } from './pull.ts'
import { recordings } from './recordings.ts'
import { plan, run } from './run.ts'
import { template, templateFile } from './template.ts'

/** A table with what tells its parameters from those of another table that has the same code. */
export interface ZhTable extends Table {
  readonly fits: (params: Readonly<Record<string, unknown>>) => boolean
}

const always = () => true

/** Some templates are read as documents first, and then for their meaning; both have codes of one name. */
const ofTemplate = (params: Readonly<Record<string, unknown>>) => !('text' in params)

/** Every table; the first one that has the code and fits is taken. */
export const tables: readonly ZhTable[] = [
  { prefix: 'call', sentences: call, fits: always },
  { prefix: 'call', sentences: lookUp, fits: always },
  { prefix: 'call', sentences: jsonCall, fits: always },
  { prefix: 'json', sentences: json, fits: always },
  { prefix: 'json', sentences: document, fits: always },
  { prefix: 'json-ref', sentences: reference, fits: always },
  { prefix: 'lua', sentences: lua, fits: always },
  { prefix: 'config', sentences: config, fits: always },
  { prefix: 'config', sentences: document, fits: always },
  { prefix: 'config', sentences: masterKey, fits: always },
  { prefix: 'template', sentences: document, fits: ofTemplate },
  { prefix: 'template', sentences: template, fits: always },
  { prefix: 'template', sentences: address, fits: always },
  { prefix: 'template', sentences: templateFile, fits: always },
  { prefix: 'check', sentences: check, fits: always },
  { prefix: 'check', sentences: times, fits: always },
  { prefix: 'check', sentences: flow, fits: always },
  { prefix: 'check', sentences: ignores, fits: always },
  { prefix: 'check', sentences: assume, fits: always },
  { prefix: 'check', sentences: clip, fits: always },
  { prefix: 'check', sentences: source, fits: always },
  { prefix: 'check', sentences: pull, fits: always },
  { prefix: 'check', sentences: recordings, fits: always },
  { prefix: 'run', sentences: pullRoom, fits: always },
  { prefix: 'ffmpeg', sentences: tools, fits: always },
  { prefix: 'ffmpeg', sentences: build, fits: always },
  { prefix: 'ffmpeg', sentences: ffmpeg, fits: always },
  { prefix: 'convert', sentences: convert, fits: always },
  { prefix: 'run', sentences: run, fits: always },
  { prefix: 'plan', sentences: plan, fits: always },
  { prefix: 'plan', sentences: moved, fits: always },
]
