local P = NewProcedureClass()
function P:handleProcess(file)
  <|lua/out-of-instructions:while true do end|>
end
function CreateProcedure()
  return P:new()
end
