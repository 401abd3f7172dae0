import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { replaceText } from '../../src/validate/replace-text.ts'
import { projectFolder } from '../support/project-folder.ts'

test('a file that was changed since it was read is left as it is', async () => {
  const root = projectFolder({ 'a.call': 'B' })
  const replace = (before: string) => replaceText({ path: join(root, 'a.call'), shown: 'a.call', root, before, after: 'C' })
  expect(await replace('A')).toBe("'a.call' has been changed meanwhile, and is left as it is")
  expect(readFileSync(join(root, 'a.call'), 'utf8')).toBe('B')
  expect(await replace('B')).toBeUndefined()
  expect(readFileSync(join(root, 'a.call'), 'utf8')).toBe('C')
  expect(readdirSync(root)).toEqual(['a.call'])
})
