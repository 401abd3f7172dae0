local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = <|lua/runtime:TranscodeActoin|>:new()
  file.processActionSet:addAction(transcode)
end
function CreateProcedure()
  return P:new()
end
