-- A lecture for adaptive playback: an HLS ladder with aligned key frames under one master playlist,
-- a cover, and a sprite for the seek bar.
CourseHls = NewProcedureClass()

function CourseHls:handleProcess()
  local set = ProcessActionSet:new()

  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = self.ladder
  transcode.hlsMasterPlaylist = true
  transcode.idrAlignment = true
  set:addAction(transcode)

  local cover = CoverBySnapshotAction:new()
  cover.definition = 10
  cover.positionType = "Percent"
  cover.position = 10
  set:addAction(cover)

  local sprite = ImageSpriteAction:new()
  sprite.definition = 10
  set:addAction(sprite)

  return set
end

function CreateProcedure(ladder)
  local procedure = CourseHls:new()
  procedure.ladder = ladder or { 210, 220, 230 }
  return procedure
end
