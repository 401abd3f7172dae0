/** One thing that could be written at a place: what replaces [start, end), and how it is shown. */
export interface Item {
  readonly label: string
  readonly kind: 'template' | 'procedure' | 'field' | 'value' | 'class' | 'function' | 'parameter'
  readonly insert: string
  readonly start: number
  readonly end: number
  /** A few words beside the label. */
  readonly detail?: string
  /** Markdown. */
  readonly documentation?: string
}

/** What is shown where the pointer rests: Markdown, and the range it is about. */
export interface Note {
  readonly text: string
  readonly start: number
  readonly end: number
}
