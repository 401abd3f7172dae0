/** What there is to say of one code, offline: made from its folder in diagnostics/ (see diagnostics/README.md). */
export interface Explanation {
  readonly code: string
  /** What it means and why it matters: Markdown; the first sentence stands for the whole in a list. */
  readonly meaning: string
  /** How to mend it: Markdown. */
  readonly mend: string
  /** Absent where nothing that a user can write gives the code. */
  readonly wrong?: WrongExample
  /** The nearest thing that is not reported. */
  readonly right?: Example
}

export interface Example {
  /** The command line that is run in the folder of the files. */
  readonly command: string
  readonly files: readonly ExampleFile[]
}

export interface WrongExample extends Example {
  /** What is made in the folder besides, in the words of diagnostics/README.md. */
  readonly setup?: readonly string[]
  /** All that the tool says. */
  readonly output: string
}

export interface ExampleFile {
  readonly path: string
  /** Absent where the file is no UTF-8 text. */
  readonly text?: string
}

/** Loaded when it is first asked for: it is large, and needed by few. */
export async function allExplanations(): Promise<readonly Explanation[]> {
  return (await import('./generated/explanations.ts')).explanations
}

export async function explanationOf(code: string): Promise<Explanation | undefined> {
  return (await allExplanations()).find((one) => one.code === code)
}

/** The first sentence of what a code means, in plain text. */
export function summaryOf({ meaning }: Explanation): string {
  const paragraph = (meaning.split(/\n\s*\n/u)[0] ?? '').replaceAll(/\s+/gu, ' ')
  return /^.*?[.!?](?=\s|$)/u.exec(paragraph)?.[0] ?? paragraph
}
