export { fitInto, printable, textWidth } from '@vodflow/core'
