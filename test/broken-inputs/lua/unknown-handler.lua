local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new({ transcodeDefinition = { 10, <|template/unknown:31|> } })
  file.processActionSet:addAction(transcode)
end
function P:<|lua/unknown-handler:handleProces|>(file)
end
function CreateProcedure()
  return P:new()
end
