import { plainValue, textOf, type Diagnostic, type PlainValue } from '@vodflow/core'
import { describe, expect, test } from 'vitest'
import { parseCall } from '../src/index.ts'

function read(text: string, strict = false) {
  return parseCall({ path: 'call', text }, { strict })
}

/** Name and arguments of a text that must be a call. */
function callOf(text: string): readonly [string, ...PlainValue[]] {
  const result = read(text)
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'))
  return [result.value.name.text, ...result.value.arguments.map(plainValue)]
}

/** `<|…|>` marks where each of the expected problems is. */
function problemsOf(marked: string, strict = false): { readonly found: readonly Diagnostic[]; readonly expected: readonly string[] } {
  const expected: string[] = []
  let text = ''
  for (const part of marked.split(/(<\|.*?\|>)/su)) {
    const inner = /^<\|(.*)\|>$/su.exec(part)?.[1]
    if (inner !== undefined) expected.push(`${text.length}-${text.length + inner.length}`)
    text += inner ?? part
  }
  return { found: read(text, strict).diagnostics, expected }
}

function expectProblems(marked: string, ...codes: readonly string[]): readonly Diagnostic[] {
  const { found, expected } = problemsOf(marked)
  expect(found.map(({ code, span }) => `${code} ${span?.start}-${span?.end}`)).toEqual(codes.map((code, index) => `call/${code} ${expected[index]}`))
  expect(read(marked.replaceAll(/<\||\|>/gu, '')).ok).toBe(false)
  return found
}

describe('names and paths', () => {
  test.each([
    ['Name', 'name'], ['_a', 'name'], ['我的任务流', 'name'], ['a-b.c_9', 'name'], ['𠮷野家', 'name'], ['カタ', 'name'],
    ['./x.lua', 'path'], ['x.lua', 'path'], ['课程.json', 'path'], ['../a/b', 'path'], ['~/x.lua', 'path'], [String.raw`C:\x\y.lua`, 'path'],
    ['/abs/课程/p.json', 'path'], ['a.luac', 'name'],
  ])('%s is a %s, with and without arguments', (text, kind) => {
    for (const call of [text, `${text}(1)`, ` ${text} \n ( 1 )`]) {
      const result = read(call)
      expect(result.ok && result.value.name).toMatchObject({ text, kind })
      expect(result.ok && textOf(result.value.name.span)).toBe(text)
      expect(result.diagnostics).toEqual([])
    }
  })

  test('a bare name has no arguments', () => expect(callOf('Name')).toEqual(['Name']))

  test('64 characters are a name, 65 are too many', () => {
    expect(callOf('n'.repeat(64))).toEqual(['n'.repeat(64)])
    expect(callOf('𠮷'.repeat(64))).toEqual(['𠮷'.repeat(64)])
    expectProblems(`<|${'n'.repeat(65)}|>(1)`, 'name-too-long')
    expectProblems(`<|a/${'n'.repeat(1_023)}|>(1)`, 'path-too-long')
  })

  test.each(['<|10|>(1)', '<|-a|>(1)', '<|a$b|>(1)', '<|é|>', '<|.hidden|>'])('%s is no name', (text) => {
    expectProblems(text, 'invalid-name')
  })
})

describe('literals', () => {
  test('numbers', () => {
    expect(callOf('A(0, 10, -2.5, .5, 5., 1e3, 1E-2, 0x1F, -0xff, - 3, 9007199254740991, 1e300)')).toEqual(
      ['A', 0, 10, -2.5, 0.5, 5, 1000, 0.01, 31, -255, -3, 9_007_199_254_740_991, 1e300])
    expect(callOf('A(-0)')).toEqual(['A', 0])
    expectProblems('A(<|10abc|>, <|1.2.3|>, <|0x|>, <|1e|>, <|0x1p4|>)', ...Array.from({ length: 5 }, () => 'malformed-number'))
    expectProblems('A(<|5285890784246869930|>, <|0x20000000000001|>, -<|1e999|>)', ...Array.from({ length: 3 }, () => 'number-out-of-range'))
  })

  test('words', () => expect(callOf('A(true,false,nil)')).toEqual(['A', true, false, null]))

  test('strings with every escape of Lua 5.1', () => {
    expect(callOf(String.raw`A('\a\b\f\n\r\t\v\\\'\"', "it's", '\65\066\0', '\228\184\173', '\q'`.replace(String.raw`, '\q'`, ')'))).toEqual(
      ['A', '\u0007\b\f\n\r\t\v\\\'"', `it's`, 'AB\u0000', '中'])
    expect(callOf("A('a\\\nb\\\r\nc')")).toEqual(['A', 'a\nb\nc'])
    expect(callOf(String.raw`A('\/\-')`)).toEqual(['A', '/-'])
    expectProblems(String.raw`A('<|\q|>', 'x<|\x|>41', '<|\u4e2d|>')`, 'invalid-escape', 'invalid-escape', 'invalid-escape')
    expectProblems(String.raw`A('<|\256|>', '<|\228\184|>')`, 'invalid-bytes', 'invalid-bytes')
  })

  test('long brackets need a level, since [[10]] is a JSON list of lists', () => {
    expect(callOf("A([=[\na'\"\\n]]b]=], [==[]=]]==])")).toEqual(['A', `a'"\\n]]b`, ']=]'])
    expect(read('A([[10]])').diagnostics.map(({ code }) => code)).toEqual(['call/json-arguments'])
    expectProblems('A(<|[=[|>x])', 'unterminated-long-text')
  })

  test('tables', () => {
    expect(callOf('A({10,20}, {}, {1;2;}, {{1},{2,},})')).toEqual(['A', [10, 20], [], [1, 2], [[1], [2]]])
    expect(callOf('A({k=1, ["x y"]=2, [ [=[z]=] ]=3, ["1"]=4, null=5})')).toEqual(['A', { k: 1, 'x y': 2, z: 3, '1': 4, null: 5 }])
    const result = read('A({7, [3]=1, [true]=2, 8, [-1.5]=3, ["3"]=4})')
    const [table] = result.ok ? result.value.arguments : []
    expect(table?.kind === 'table' && table.entries.map(({ key }) => key)).toEqual([1, 3, true, 2, -1.5, '3'])
  })

  test('keys stand once and are no tables', () => {
    const [problem] = expectProblems('A({a=1, <|a|>=2})', 'duplicate-key')
    expect(problem?.related?.map(({ span }) => [span.start, span.end])).toEqual([[3, 4]])
    expectProblems('A({1, [<|1|>]=2})', 'duplicate-key')
    expectProblems('A({[<|nil|>]=1, [<|{2}|>]=2})', 'invalid-key', 'invalid-key')
  })

  test('white space, line ends and comments are anywhere', () => {
    expect(callOf('\ufeff-- first\n A --[[ x\n]] (\r\n1 --[==[ ]] ]==] ,\u3000{ 2 -- two\n }\t)\n--end')).toEqual(['A', 1, [2]])
    expectProblems('A(1 <|--[[|> x', 'unterminated-long-text')
  })

  test('every part knows its place', () => {
    const text = ' A( -5 , {k = "x"} ) '
    const result = read(text)
    if (!result.ok) throw new Error('not read')
    expect(textOf(result.value.span)).toBe('A( -5 , {k = "x"} )')
    const places = result.value.arguments.map(({ span }) => span && textOf(span))
    expect(places).toEqual(['-5', '{k = "x"}'])
  })
})

describe('arguments that clients encode as JSON', () => {
  test.each<[string, PlainValue, string]>([
    ['[10,20]', [10, 20], '{10,20}'],
    ['null', null, 'nil'],
    ['"1"', 1, '1'],
    ['"-2.5"', -2.5, '-2.5'],
    ['{"0":10,"2":30}', [10, 30], '{10,30}'],
    ['{"2":30,"0":10}', [10, 30], '{10,30}'],
    ['{"a":[1],"b":null}', { a: [1], b: null }, '{a={1},b=nil}'],
    ['["10","20"]', [10, 20], '{10,20}'],
    [String.raw`"\u4e2d\u6587"`, '中文', `'中文'`],
    ['[]', [], '{}'],
  ])('%s', (json, value, lua) => {
    const result = read(`A(${json})`)
    expect(result.ok && result.value.arguments.map(plainValue)).toEqual([value])
    expect(result.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['call/json-arguments', 'warning']])
    expect(result.diagnostics[0]?.fixes?.[0]?.edits.map(({ span, text }) => [textOf(span), text])).toEqual([[json, lua]])

    const strict = read(`A(${json})`, true)
    expect(strict.ok).toBe(false)
    expect(strict.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['call/json-arguments', 'error']])
  })

  test.each([`'1'`, '"007"', '"1.0"', '"5285890784246869930"', '"1 "', '"0x10"', '"x"', '""', '{["1"]=2}', '[=[1]=]'])(
    'near miss: %s is plain Lua, under strict too', (text) => {
      expect(read(`A(${text})`, true)).toMatchObject({ ok: true, diagnostics: [] })
    })

  test('one warning for one spelling, not for what is inside it', () => {
    expect(read('A([[null],{"a":"1"}], 1, null)').diagnostics.map(({ span }) => span && textOf(span))).toEqual(['[[null],{"a":"1"}]', 'null'])
  })
})

describe('syntax', () => {
  test.each<[string, string, RegExp]>([
    ['A(<||>', 'unclosed', /inside '\('; allowed here: a value or '\)'/u],
    ['A(1<||>', 'unclosed', /allowed here: ',' or '\)'/u],
    ['A({1<||>', 'unclosed', /inside '\{'; allowed here: ',', ';' or '\}'/u],
    ['A(1)<|)|>', 'unexpected', /found '\)' after '\)'; allowed here: the end/u],
    ['A({<|名|>=1})', 'bare-key', /write \['名'\]/u],
    ['A(1,<|)|>', 'missing-value', /before '\)'/u],
    ['A(1,<|,|>2)', 'missing-value', /before ','/u],
    ['A(<|foo|>)', 'bare-word', /'foo' is no value/u],
    ['A(<|课程|>)', 'bare-word', /'课程'/u],
    ['A({k<|:|>1})', 'unexpected', /':' after the key 'k'; allowed here: '='/u],
    ['a <|b|>', 'unexpected', /found 'b' after 'a'; allowed here: '\(' or the end/u],
    ['A(1)<|x|>', 'unexpected', /the end of the call/u],
    ['<|(|>1)', 'unexpected', /a procedure's name or a path/u],
    ["<|'A'|>(1)", 'unexpected', /found "'A'"; allowed here: a procedure's name/u],
    ['A<|{|>1}', 'unexpected', /allowed here: '\('/u],
    ['A(<|"x|>', 'unterminated-string', /'?"'? is missing/u],
    ['A(<|\u0007|>1)', 'unexpected-character', /control character 7/u],
    ['<||>', 'empty', /empty/u],
    ['<||>  -- nothing', 'empty', /empty/u],
  ])('%s', (marked, code, message) => {
    expect(expectProblems(marked, code)[0]?.message).toMatch(message)
  })

  test('all problems at once', () => {
    expectProblems('<|10|>(<|foo|>, {1, <|1.2.3|>; a=1, <|a|>=2}, <|,|> <|99999999999999999999|>)',
      'invalid-name', 'bare-word', 'malformed-number', 'duplicate-key', 'missing-value', 'number-out-of-range')
  })

  test.each(['A({1,<|,|>2})', 'A({<|,|>1})', 'A({1,2,<|,|>3},4)', 'A({{1,<|,|>2}},3)', 'A({{1,<|;|>2},{3}},3)'])('a fault inside brackets says nothing of their end: %s', (marked) => {
    expectProblems(marked, 'missing-value')
  })

  test('near miss: a mark that closes nothing is a fault of its own', () => {
    expectProblems('A(1,<|,|>2, 3<|}|>)', 'missing-value', 'unexpected')
  })

  test('full-width marks are named and mended', () => {
    const found = expectProblems('A<|（|>1<|，|><|“x”|><|）|>', 'full-width', 'full-width', 'full-width', 'full-width')
    expect(found.flatMap(({ fixes }) => fixes?.[0]?.edits.map(({ text }) => text))).toEqual(['(', ',', `'x'`, ')'])
  })

  test('half a surrogate pair is one problem, in quotes too', () => {
    expectProblems('A(<|\ud800|>)', 'half-character')
    expectProblems(`A('<|\udc00|>')`, 'half-character')
  })

  test('every message is one sentence in lower case that stays short', () => {
    for (const text of ['', 'A(', `A(${'x'.repeat(500)})`, `A(1${'é'.repeat(70)}`, "A('\\q')", '10', 'A(（', '[1]', `A(${'9'.repeat(400)})`]) {
      for (const { message } of read(text).diagnostics) {
        expect(message).not.toMatch(/^[A-Z]|\.$|\n|undefined|NaN/u)
        expect(message.length).toBeLessThan(250)
      }
    }
  })
})

function nested(depth: number, open = '{', close = '}'): string {
  return `A(${open.repeat(depth)}${close.repeat(depth)})`
}

describe('limits', () => {
  test('a text of 1 MB gets one short sentence at once, and nobody has to print it', () => {
    const started = performance.now()
    const { diagnostics, ok } = read(`A(${'1,'.repeat(500_000)}1)`)
    expect(performance.now() - started).toBeLessThan(500)
    expect(ok).toBe(false)
    expect(diagnostics.map(({ message }) => message)).toEqual(['the call is 1,000,004 characters long; at most 65,536 are allowed'])
    expect(diagnostics[0]?.span?.file.text.length).toBeLessThan(100)
  })

  test('64 levels are read, 65 are not, and 30,000 overflow nothing', () => {
    expect(read(nested(64)).ok).toBe(true)
    for (const text of [nested(65), nested(30_000), nested(30_000, '[', ']'), nested(60_000, '(', ''), nested(20_000, '{[', '')]) {
      expect(read(text).diagnostics.map(({ code }) => code)).toEqual(['call/too-deep'])
    }
  })

  test('1,000 values are read, 1,001 are not', () => {
    expect(read(`A(${Array.from({ length: 1_000 }, () => '1').join(',')})`).ok).toBe(true)
    expect(read(`A(${Array.from({ length: 1_001 }, () => '1').join(',')})`).diagnostics.map(({ code }) => code)).toEqual(['call/too-many-values'])
  })

  test.each(['}', ',', 'x ', '1', "'", '[=[', '--[[', '"\\', '（', '=', '{=', '[1]', '0x', '\ud800', 'a/', '😀 '])(
    'junk of %j, 64 KiB of it, ends soon and in few words', (part) => {
      const text = `A(${part.repeat(Math.floor(65_000 / part.length))}`
      const started = performance.now()
      const { diagnostics } = read(text)
      expect(diagnostics.length).toBeGreaterThan(0)
      expect(diagnostics.length).toBeLessThanOrEqual(20)
      expect(performance.now() - started).toBeLessThan(3_000)
    })
})

test.each(['P1', 'Film', '_x', 'QCVB_ProcessUGCFile', 'true', 'nil', 'None', 'a'.repeat(32), 'a'.repeat(33), 'A_9'])('the name %s by itself reads as it does with white space behind it', (name) => {
  const [alone, spaced] = [read(name), read(`${name}\n`)]
  const shape = ({ ok, diagnostics, ...rest }: ReturnType<typeof read>) => [ok, diagnostics.map(({ code }) => code), 'value' in rest && { ...rest.value.name, arguments: rest.value.arguments, whole: [rest.value.span.start, rest.value.span.end] }]
  expect(JSON.parse(JSON.stringify(shape(alone)).replaceAll('\\n', ''))).toEqual(JSON.parse(JSON.stringify(shape(spaced)).replaceAll('\\n', '')))
})
