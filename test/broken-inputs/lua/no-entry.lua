local P = NewProcedureClass()
function P:handleProcess(file)
end
function <|lua/no-entry:CreateProcedur|>()
  return P:new()
end
