local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new({ transcodeDefinition = 10 })
  file.processActionSet:addAction(transcode)
  <|lua/runtime:io|>.write("hello")
end
function CreateProcedure()
  return P:new()
end
