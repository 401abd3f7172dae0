local P = NewProcedureClass()
function P:handleProcess(file)
  local transcode = TranscodeAction:new()
  transcode.transcodeDefinition = { 10 }
  transcode.disableHigherBitrate = <|lua/wrong-type:"yes"|>
  transcode.override = <|lua/wrong-type:5|>
  file.processActionSet:addAction(transcode)
end
function CreateProcedure()
  return P:new()
end
