local P = NewProcedureClass()
function P:handleReview(file)
  local actions = ReviewActionSet:new()
  actions:addAction(<|lua/wrong-stage:TranscodeAction:new({ transcodeDefinition = 10 })|>)
  return actions
end
function CreateProcedure()
  return P:new()
end
