import type { ProcessTask, TaskGraph } from '@vodflow/core'

/** Output names, relative to the output folder (design.md §6). */
export interface Names {
  /** `v.f20`, `sample.f10`; two tasks of one kind and definition also carry the 8 hex of their ids. */
  stem(prefix: string, task: ProcessTask): string
  /** `cover.jpg` while there is one cover. */
  cover(task: ProcessTask, extension: string): string
  /** `master_playlist.m3u8` while there is one. */
  masterPlaylist(task: ProcessTask): string
}

export function namesFor(graph: TaskGraph): Names {
  const alone = (kind: ProcessTask['kind']): boolean => graph.tasks.filter((task) => task.kind === kind).length === 1
  return {
    stem,
    cover: (task, extension) => (alone('coverBySnapshot') ? `cover.${extension}` : `${stem('cover', task)}.${extension}`),
    masterPlaylist: (task) => `master_playlist${contentSuffix(task)}.m3u8`,
  }
}

function stem(prefix: string, task: ProcessTask): string {
  return `${prefix}.f${task.definition}${contentSuffix(task)}`
}

/** `.1a2b3c4d` of `transcode.20.1a2b3c4d`. */
function contentSuffix(task: ProcessTask): string {
  return /\.[0-9a-f]{8}$/.exec(task.id.slice(`${task.kind}.${task.definition}`.length))?.[0] ?? ''
}
