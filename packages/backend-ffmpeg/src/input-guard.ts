/**
 * What ffmpeg may open as a source, by demuxer name: real containers only. Left out are all scripts and lists that name other
 * files (concat, sdp, playlists), image sequences, devices and raw text.
 */
export const acceptedFormats = [
  'mov', 'mp4', 'matroska', 'webm', 'flv', 'mpegts', 'mpeg', 'avi', 'asf', 'rm', 'mp3', 'aac', 'flac', 'ogg', 'wav',
] as const

/** Only for a playlist whose every entry was seen to be a plain file beside it. */
const playlistFormats = [...acceptedFormats, 'hls'] as const

/** Input options that keep ffmpeg and ffprobe on local files: they stand before `-i` (design.md §6). */
export function inputGuard(container: string): readonly string[] {
  const formats = container === 'hls' ? playlistFormats : acceptedFormats
  return ['-protocol_whitelist', 'file,pipe,crypto', '-format_whitelist', formats.join(',')]
}

/** As an input argument: neither an option nor a protocol, whatever the file is called. */
export function inputPath(absolutePath: string): string {
  return `file:${absolutePath}`
}
