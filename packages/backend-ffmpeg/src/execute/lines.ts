import { StringDecoder } from 'node:string_decoder'

/** No line of ffmpeg is longer for a good reason; the rest of such a line is dropped. */
const LINE_LIMIT = 64 * 1024

/** Calls back for each whole line of the chunks it is given; `end` for what stands after the last line break. */
export function lineSplitter(onLine: (line: string) => void): { add: (chunk: Buffer) => void; end: () => void } {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    add(chunk) {
      const parts = (rest + decoder.write(chunk)).split(/\r?\n|\r/)
      rest = (parts.pop() ?? '').slice(0, LINE_LIMIT)
      for (const part of parts) onLine(part)
    },
    end() {
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}

/** The first few and the last few lines that a program complained in: the cause is often early, the verdict late. */
export class LineTail {
  readonly #first: string[] = []
  readonly #last: string[] = []

  add(line: string): void {
    const text = line.trim().slice(0, 500)
    if (text === '') return
    if (this.#first.length < 8) {
      this.#first.push(text)
      return
    }
    this.#last.push(text)
    if (this.#last.length > 24) this.#last.shift()
  }

  lines(): readonly string[] {
    return [...this.#first, ...this.#last]
  }
}
