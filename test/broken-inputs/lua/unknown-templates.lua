local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(<|template/unknown:99|>)
  local sample = SampleSnapshotAction:new()
  sample.definition = <|template/unknown:11|>
  file.processActionSet:addAction(transcode)
  file.processActionSet:addAction(sample)
end
function CreateProcedure()
  return P:new()
end
