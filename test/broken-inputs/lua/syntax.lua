local P = NewProcedureClass()
function P:handleProcess(file)
  <|lua/syntax:local transcode = = TranscodeAction:new()|>
end
function CreateProcedure()
  return P:new()
end
