local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode:addTranscodeDefinition(<|template/unknown:99|>)
  file.processActionSet:addAction(transcode)
  <|lua/runtime:nothing|>.here = 1
end
function CreateProcedure()
  return P:new()
end
