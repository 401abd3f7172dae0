/** Each colour on a light page and on a dark one. The light ones differ from each other: a style sheet tells them apart by value. */
export const palette = {
  page: { light: '#ffffff', dark: '#0d1117' },
  column: { light: '#f3f5f8', dark: '#161b22' },
  columnLine: { light: '#d4dae1', dark: '#30363d' },
  group: { light: '#e9edf2', dark: '#1f262e' },
  box: { light: '#fefefe', dark: '#262d36' },
  boxLine: { light: '#8c959f', dark: '#6e7681' },
  ink: { light: '#1f2328', dark: '#f0f3f6' },
  muted: { light: '#57606a', dark: '#a7b0ba' },
  edge: { light: '#59636e', dark: '#9ea7b3' },
  condition: { light: '#8a4b00', dark: '#f0b45c' },
  problem: { light: '#c21c28', dark: '#ff8a82' },
  problemBox: { light: '#fff0ee', dark: '#3d1a1c' },
} as const

export const fontName = 'Helvetica,Arial,sans-serif'
