-- One recording, three ways to listen: M4A for the app at two bit rates, MP3 for the feed.
AudioPodcast = NewProcedureClass()

local APP, FEED = { 1110, 1130 }, { 1010 }

function AudioPodcast:handleProcess()
  local set = ProcessActionSet:new()
  for _, definitions in ipairs({ APP, FEED }) do
    local transcode = TranscodeAction:new()
    transcode.transcodeDefinition = definitions
    set:addAction(transcode)
  end
  return set
end

function CreateProcedure() return AudioPodcast:new() end
