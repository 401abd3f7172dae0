import type { BooleanValue, Call, CallName, Diagnostic, SourceFile, SourceSpan, TableEntry, Value } from '@vodflow/core'
import { tokenMatcher, type CstElement, type CstNode, type IToken } from 'chevrotain'
import { callDiagnostics } from './diagnostics.ts'
import { jsonObjectEntries, type Field } from './json-arguments.ts'
import { callLimits } from './limits.ts'
import { negated, numberInText, readNumber } from './number-literal.ts'
import { printKey, printValue } from './print-call.ts'
import { decodeLong, decodeQuoted } from './string-literal.ts'
import { tokenSpan, tokensSpan } from './token-span.ts'
import { LongString, NumberLiteral, Path, QuotedString } from './tokens.ts'

export interface BuiltCall {
  readonly call: Call
  readonly problems: readonly Diagnostic[]
}

/** From the parser's tree to the call. After errors the tree may lack parts; what is left is still checked. */
export function buildCall(file: SourceFile, tree: CstNode): BuiltCall {
  return new CallBuilder(file).build(tree)
}

class CallBuilder {
  readonly #file: SourceFile
  readonly #problems: Diagnostic[] = []
  #values = 0
  /** Above 0 inside a JSON spelling: only the outermost is reported. */
  #jsonDepth = 0

  constructor(file: SourceFile) {
    this.#file = file
  }

  build(tree: CstNode): BuiltCall {
    const list = nodesOf(tree, 'arguments').flatMap((node) => nodesOf(node, 'value'))
    const call = { name: this.#name(tree), arguments: list.map((node) => this.#value(node)), span: this.#spanOf(tree) }
    return { call, problems: this.#problems }
  }

  #name(tree: CstNode): CallName {
    const token = nodesOf(tree, 'callName').flatMap(tokensIn).find((candidate) => candidate.image !== '')
    if (token === undefined) return { text: '', kind: 'name', span: this.#spanOf(tree) }
    return { text: token.image, kind: tokenMatcher(token, Path) ? 'path' : 'name', span: tokenSpan(this.#file, token) }
  }

  #value(node: CstNode): Value {
    const span = this.#spanOf(node)
    this.#count(span)
    const [number] = nodesOf(node, 'number')
    if (number !== undefined) return { kind: 'number', value: this.#number(number), span }
    const [table] = nodesOf(node, 'table')
    if (table !== undefined) return this.#table(table, span)
    const [list] = nodesOf(node, 'list')
    if (list !== undefined) return this.#list(list, span)
    return this.#literal(tokensIn(node)[0], span)
  }

  #literal(token: IToken | undefined, span: SourceSpan): Value {
    switch (token?.tokenType.name) {
      case 'True':
      case 'False':
        return { kind: 'boolean', value: token.tokenType.name === 'True', span } satisfies BooleanValue
      case 'Null':
        return this.#json(span, () => ({ kind: 'nil', span }))
      case 'Nil':
      case undefined:
        return { kind: 'nil', span }
      default:
        return token === undefined ? { kind: 'nil', span } : this.#string(token, span)
    }
  }

  /** `"1"` as JSON clients send it is the number 1; `'1'` is a text (design.md §4). */
  #string(token: IToken, span: SourceSpan): Value {
    const { value, jsonEscapes } = this.#text(token)
    const number = token.image.startsWith('"') ? numberInText(value) : undefined
    if (number !== undefined) return this.#json(span, () => ({ kind: 'number', value: number, span }))
    if (jsonEscapes) return this.#json(span, () => ({ kind: 'string', value, span }))
    return { kind: 'string', value, span }
  }

  #text(token: IToken): { readonly value: string; readonly jsonEscapes: boolean } {
    if (token.tokenType === QuotedString) return decodeQuoted(tokenSpan(this.#file, token), token.image)
    return { value: token.tokenType === LongString ? decodeLong(token.image) : '', jsonEscapes: false }
  }

  #number(node: CstNode): number {
    const tokens = tokensIn(node)
    const literal = tokens.find((token) => tokenMatcher(token, NumberLiteral))
    const number = readNumber(literal?.image ?? '') ?? 0
    return tokens.length > 1 ? negated(number) : number
  }

  #list(node: CstNode, span: SourceSpan): Value {
    return this.#json(span, () => {
      const entries = nodesOf(node, 'value').map((element, index) => ({ key: index + 1, value: this.#value(element) }))
      return { kind: 'table', entries, span }
    })
  }

  #table(node: CstNode, span: SourceSpan): Value {
    const fields = nodesOf(node, 'field')
    if (!fields.some((field) => nodesOf(field, 'jsonField').length > 0)) return this.#luaTable(fields, span)
    return this.#json(span, () => this.#luaTable(fields, span))
  }

  #luaTable(nodes: readonly CstNode[], span: SourceSpan): Value {
    const positional = { next: 1 }
    const fields = nodes.flatMap((node) => this.#field(node, positional))
    const unique = this.#unique(fields)
    const allJson = nodes.length > 0 && nodes.every((node) => nodesOf(node, 'jsonField').length > 0)
    const entries = allJson ? jsonObjectEntries(unique) : unique.map(({ key, value }) => ({ key, value }))
    return { kind: 'table', entries, span }
  }

  #field(node: CstNode, positional: { next: number }): readonly Field[] {
    const [bracketed] = nodesOf(node, 'bracketedField')
    if (bracketed !== undefined) return this.#bracketed(bracketed)
    const [named] = [...nodesOf(node, 'namedField'), ...nodesOf(node, 'jsonField')]
    if (named !== undefined) return this.#named(named)
    return nodesOf(node, 'value').map((value) => {
      const key = positional.next
      positional.next += 1
      return { key, keySpan: this.#spanOf(value), value: this.#value(value) }
    })
  }

  #bracketed(node: CstNode): readonly Field[] {
    const [keyNode, valueNode] = nodesOf(node, 'value')
    if (keyNode === undefined || valueNode === undefined) return []
    const keySpan = this.#spanOf(keyNode)
    // A key in quotes is a text whatever it looks like, so JSON's reading of "1" is kept away from it.
    const [keyToken] = tokensIn(keyNode)
    const key = keyToken !== undefined && isText(keyToken) ? this.#text(keyToken).value : keyOf(this.#value(keyNode))
    const value = this.#value(valueNode)
    if (key !== undefined) return [{ key, keySpan, value }]
    this.#problems.push(callDiagnostics.create('invalid-key', keySpan, { found: this.#textOf(keySpan) }))
    return []
  }

  #named(node: CstNode): readonly Field[] {
    const [keyToken] = tokensIn(node)
    const [valueNode] = nodesOf(node, 'value')
    if (keyToken === undefined || valueNode === undefined) return []
    const key = isText(keyToken) ? this.#text(keyToken).value : keyToken.image
    return [{ key, keySpan: tokenSpan(this.#file, keyToken), value: this.#value(valueNode) }]
  }

  #unique(fields: readonly Field[]): readonly Field[] {
    const first = new Map<TableEntry['key'], Field>()
    for (const field of fields) {
      const earlier = first.get(field.key)
      if (earlier === undefined) first.set(field.key, field)
      else this.#duplicate(field, earlier)
    }
    return Array.from(first.values())
  }

  #duplicate(field: Field, earlier: Field): void {
    this.#problems.push(callDiagnostics.create('duplicate-key', field.keySpan, { key: printKey(field.key) }, {
      related: [{ message: 'first here', span: earlier.keySpan }],
    }))
  }

  /** What `make` builds is spelled as JSON; reported once, at the outermost such value. */
  #json(span: SourceSpan, make: () => Value): Value {
    this.#jsonDepth += 1
    const value = make()
    this.#jsonDepth -= 1
    if (this.#jsonDepth > 0) return value
    const read = printValue(value)
    this.#problems.push(callDiagnostics.create('json-arguments', span, { found: this.#textOf(span), read }, {
      fixes: [{ title: 'spell it as Lua does', edits: [{ span, text: read }] }],
    }))
    return value
  }

  #count(span: SourceSpan): void {
    this.#values += 1
    if (this.#values !== callLimits.values + 1) return
    this.#problems.push(callDiagnostics.create('too-many-values', span, { limit: callLimits.values }))
  }

  #spanOf(node: CstNode): SourceSpan {
    return tokensSpan(this.#file, allTokens(node)) ?? { file: this.#file, start: 0, end: 0 }
  }

  #textOf(span: SourceSpan): string {
    return this.#file.text.slice(span.start, span.end)
  }
}

function keyOf(value: Value): TableEntry['key'] | undefined {
  return value.kind === 'nil' || value.kind === 'table' ? undefined : value.value
}

function isText(token: IToken): boolean {
  return /^["'[\u201c\u2018\uff02\uff07]/u.test(token.image) && token.image !== '['
}

function nodesOf(node: CstNode, rule: string): readonly CstNode[] {
  return (node.children[rule] ?? []).filter(isNode)
}

function tokensIn(node: CstNode): readonly IToken[] {
  return Object.values(node.children).flat().filter(isToken).toSorted((a, b) => a.startOffset - b.startOffset)
}

function allTokens(node: CstNode): readonly IToken[] {
  return Object.values(node.children).flat().flatMap((element) => (isToken(element) ? [element] : allTokens(element)))
}

function isToken(element: CstElement): element is IToken {
  return 'image' in element
}

function isNode(element: CstElement): element is CstNode {
  return !isToken(element)
}
