<|lua/no-entry:local P = NewProcedureClass()|>
function P:handleProcess(file)
end
function CreateProcedur()
  return P:new()
end
