import type { ConditionNode } from '@vodflow/frontend-json'
import { luaField, luaString } from './lua-literal.ts'

/** What a script can see of the source just as a condition does; its durations and frame rates are rounded, and so are none of these. */
const sourceInLua: { readonly [variable: string]: string } = {
  width: '(video.width or 0)',
  height: '(video.height or 0)',
  videoCodec: '(video.codec or "")',
  audioCodec: '(audio.codec or "")',
  hasVideo: '(video.codec ~= nil)',
  hasAudio: '(audio.codec ~= nil)',
  size: 'meta.size',
  bitrate: 'meta.bitrate',
  container: 'meta.container',
}

const operators: { readonly [op: string]: string } = { '&&': 'and', '||': 'or', '==': '==', '!=': '~=', '<': '<', '<=': '<=', '>': '>', '>=': '>=' }

/** A condition as an expression of Lua; undefined where a part of it has none that means exactly the same. */
export function luaCondition(node: ConditionNode): string | undefined {
  switch (node.op) {
    case 'value':
      return literal(node.args)
    case '-_': {
      const inner = luaCondition(node.args)
      return inner && `-(${inner})`
    }
    case '!_': {
      const inner = luaCondition(node.args)
      return inner && `not ${inner}`
    }
    case '.':
      return member(node.args[0], node.args[1])
    case '[]':
      return node.args[1].op === 'value' && typeof node.args[1].args === 'string' ? member(node.args[0], node.args[1].args) : undefined
    case '&&':
    case '||':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      return isOrderOfTexts(node.op, node.args) ? undefined : joined(node.args, (left, right) => `(${left} ${operators[node.op]} ${right})`)
    case 'in':
      return joined(node.args, (left, right) => `holds(${right}, ${left})`)
    case 'list': {
      const elements = node.args.map(luaCondition)
      return elements.some((element) => element === undefined) ? undefined : `{ ${elements.join(', ')} }`
    }
    case 'call':
      return size(node.args[0], node.args[1])
    default:
      return undefined
  }
}

/** Lua orders texts by the locale. */
function isOrderOfTexts(op: string, sides: readonly ConditionNode[]): boolean {
  return op.startsWith('<') || op.startsWith('>') ? sides.some((side) => side.op === 'value' && typeof side.args === 'string') : false
}

function joined([left, right]: readonly [ConditionNode, ConditionNode], join: (left: string, right: string) => string): string | undefined {
  const [first, second] = [luaCondition(left), luaCondition(right)]
  return first !== undefined && second !== undefined ? join(first, second) : undefined
}

/** Only of a parameter: the length of a text is counted in other units. */
function size(name: string, args: readonly ConditionNode[]): string | undefined {
  const [only] = args
  const list = name === 'size' && args.length === 1 && only ? luaCondition(only) : undefined
  return list?.startsWith('given') === true ? `#${list}` : undefined
}

function member(receiver: ConditionNode, name: string): string | undefined {
  if (receiver.op !== 'id') return undefined
  if (receiver.args === 'params') return luaField('given', name)
  return receiver.args === 'source' && Object.hasOwn(sourceInLua, name) ? sourceInLua[name] : undefined
}

function literal(value: unknown): string | undefined {
  if (typeof value === 'string') return luaString(value)
  // Beyond 32 bits a whole number of Lua is a float, which is what the host gives as well.
  return typeof value === 'bigint' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}
