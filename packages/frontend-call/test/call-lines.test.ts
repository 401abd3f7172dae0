import { expect, test } from 'vitest'
import { callLines } from '../src/index.ts'

const read = (text: string) => [...callLines(text)].map(({ text: call, comment, isCall, offset }) => [call, comment, isCall, offset])

test('a comment may stand behind a call, and a # in a text is none', () => {
  expect(read("# one\nA() # two\r\n\nB('#', 'it\\'s # here') # three # four\nC('# open")).toEqual([
    ['# one', '', false, 0], ['A() ', '# two', true, 6], ['', '', false, 17], ["B('#', 'it\\'s # here') ", '# three # four', true, 18],
    ["C('# open", '', true, 56],
  ])
})
