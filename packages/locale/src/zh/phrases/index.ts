import { callWords } from './call.ts'
import { conditionPatterns, conditionWords } from './condition.ts'
import { documentPatterns, documentWords } from './document.ts'
import { filePatterns, fileWords } from './file.ts'
import { luaPatterns, luaWords } from './lua.ts'
import { mediaPatterns, mediaWords } from './media.ts'
import type { Pattern } from './pattern.ts'
import { presetPatterns, presetWords } from './preset.ts'
import { pullPatterns, pullWords } from './pull.ts'
import { templatePatterns, templateWords } from './template.ts'
import { valuePatterns, valueWords } from './value.ts'

/** The parts of sentences that parameters hold in English, and the Chinese of each. */
export const words: ReadonlyMap<string, string> = new Map(Object.entries({
  ...valueWords, ...callWords, ...documentWords, ...conditionWords, ...fileWords, ...luaWords, ...mediaWords, ...presetWords, ...pullWords, ...templateWords,
}))

/** The first that fits is taken. */
export const patterns: readonly Pattern[] = [
  ...documentPatterns, ...conditionPatterns, ...filePatterns, ...luaPatterns, ...mediaPatterns, ...presetPatterns, ...pullPatterns, ...templatePatterns, ...valuePatterns,
]
