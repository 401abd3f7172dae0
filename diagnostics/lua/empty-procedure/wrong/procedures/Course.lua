local P = NewProcedureClass()

function P:handleProcess()
  local set = ProcessActionSet:new()
  return set
end

function CreateProcedure()
  return P:new()
end
