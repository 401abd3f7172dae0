local P = NewProcedureClass()
function P:handleProcess(file)
  if file then
    local transcode = TranscodeAction:new()
<|lua/syntax:|>