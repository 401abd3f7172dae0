import type { LuaFunction, LuaState } from './lua.ts'
import { currentLine, raise } from './lua.ts'
import type { Done, Note } from '../protocol.ts'
import { limits } from '../protocol.ts'

/** What one script has said and done so far, apart from its objects. */
export class Script {
  readonly notes: Note[] = []
  priority: Done['priority']
  notifyMode: Done['notifyMode']
  readsSource = false

  note(code: Note['code'], L: LuaState, subject: string, found = '', argument?: number): void {
    this.noteAt(currentLine(L), code, subject, found, argument)
  }

  noteAt(line: number, code: Note['code'], subject: string, found = '', argument?: number): void {
    if (this.notes.length > limits.notes) return
    if (this.notes.length === limits.notes) {
      this.notes.push({ code: 'too-many-notes', line, subject: String(limits.notes), found: '' })
      return
    }
    this.notes.push({ code, line, subject: shorten(subject), found: shorten(found), ...(argument !== undefined && { argument }) })
  }
}

export function shorten(text: string): string {
  return text.length <= limits.textLength ? text : `${text.slice(0, limits.textLength)}…`
}

/** A method that was called with a dot where it needs its object gets a sentence that says so. */
export function method<T>(name: string, find: (L: LuaState) => T | undefined, run: (L: LuaState, self: T) => number): LuaFunction {
  return (L) => {
    const self = find(L)
    if (self === undefined) return raise(L, `call '${name}' on an object with a colon, as in object:${name}(…)`)
    return run(L, self)
  }
}
