import { github } from './github.ts'
import { json } from './json.ts'
import { jsonl } from './jsonl.ts'
import { junit } from './junit.ts'
import { pretty } from './pretty.ts'
import type { Format } from './report.ts'
import { sarif } from './sarif.ts'

export const formats: ReadonlyMap<string, Format> = new Map(Object.entries({ pretty, json, jsonl, sarif, github, junit }))

export { countsOf, type Format, type Report } from './report.ts'
