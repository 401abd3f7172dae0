import { defineDiagnostics } from '@vodflow/core'

/** What can be wrong with the files of templates, before their content has a meaning. */
export const templateFileDiagnostics = defineDiagnostics('template', {
  'unreadable-file': {
    severity: 'error',
    message: (p: { path: string; problem: string }) => `'${p.path}' cannot be read: ${p.problem}`,
  },
  'too-many-files': {
    severity: 'error',
    message: (p: { folder: string; limit: number }) => `'${p.folder}' holds more than ${p.limit} template files; at most ${p.limit} are allowed`,
  },
  'no-image': {
    severity: 'error',
    message: (p: { image: string; problem: string }) => `the image '${p.image}' cannot be read: ${p.problem}`,
  },
  'image-outside-project': {
    severity: 'error',
    message: (p: { image: string }) => `the image '${p.image}' is outside the project's folder; it must be inside, and links are followed`,
  },
  'image-is-address': {
    severity: 'error',
    message: (p: { image: string }) => `the image '${p.image}' is an address; it must be a path relative to this file, so download it into the project`,
  },
  'image-too-large': {
    severity: 'error',
    message: (p: { image: string; found: string; limit: string }) => `the image '${p.image}' has ${p.found}; at most ${p.limit} are allowed`,
  },
  'image-format': {
    severity: 'error',
    message: (p: { image: string; problem: string }) => `the image '${p.image}' ${p.problem}; PNG and JPG are allowed`,
  },
  'image-twice': {
    severity: 'error',
    message: () => "'image' and 'url' are two names for the same file; give one of them",
  },
})
