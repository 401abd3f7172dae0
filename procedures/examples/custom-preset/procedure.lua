-- A house's own preset: the caller picks the renditions and the watermark;
-- the house's own wide sample pictures always come with them.
CustomPreset = NewProcedureClass()

function CustomPreset:constructor() self.priority = 5 end

function CustomPreset:handleProcess()
  local set = ProcessActionSet:new()

  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = self.renditions
  if self.mark ~= 0 then transcode.watermarkDefinition = self.mark end
  set:addAction(transcode)

  local cover = CoverBySnapshotAction:new()
  cover.definition = 10
  set:addAction(cover)

  local samples = SampleSnapshotAction:new()
  samples.definition = 20
  set:addAction(samples)

  return set
end

function CreateProcedure(renditions, mark)
  local procedure = CustomPreset:new()
  procedure.renditions = renditions or { 20 }
  procedure.mark = mark or 0
  procedure.setPriority(procedure.priority)
  return procedure
end
