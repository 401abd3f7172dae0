local P = NewProcedureClass()
function P:handleProcess()
  local set = ProcessActionSet:new()
  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = { <|lua/numeric-string:"210"|>, <|template/unknown:999|> }
  transcode.<|lua/unknown-field:waterMarkDefinition|> = 150
  set:addAction(transcode)
  print(<|lua/runtime:os|>.time())
  return set
end
function CreateProcedure() return P:new() end
