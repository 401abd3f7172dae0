local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = { 10 }
  transcode.<|lua/wrong-type:disableHigherBitrate|> = "yes"
  transcode.<|lua/wrong-type:override|> = 5
  file.processActionSet:addAction(transcode)
end
function CreateProcedure()
  return P:new()
end
