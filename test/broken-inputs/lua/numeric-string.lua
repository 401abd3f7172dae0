local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = <|lua/numeric-string:"10"|>
  local sample = SampleSnapshotAction:new()
  sample.definition = <|lua/numeric-string:"10"|>
  file.processActionSet:addAction(transcode)
  file.processActionSet:addAction(sample)
end
function CreateProcedure()
  return P:new()
end
