local P = NewProcedureClass()
function P:handleProcess(file)
  file.<|lua/read-only:mediaInfo|> = {}
  local transcode = TranscodeAction:new({ transcodeDefinition = <|template/unknown:2|> })
  file.processActionSet:addAction(transcode)
end
function CreateProcedure()
  return P:new()
end
